;;; What Gnus, the mail program of Emacs, reads in a mailbox of invitations, and the replies that it sends  -*- lexical-binding: t -*-

;; MAILBOX is read by the person at READER; what Gnus made of each mail is written to SEEN, a line of JSON for each.
;; With ANSWER (accept, tentative or decline) its button is pressed in every mail, and each reply is added to SENT.

(require 'gnus)
(require 'gnus-icalendar)
(require 'json)

(setq user-mail-address (getenv "READER")
      user-full-name "A reader of mail"
      gnus-select-method '(nnnil "")
      gnus-init-file nil
      gnus-read-active-file nil
      gnus-save-newsrc-file nil
      gnus-use-dribble-file nil
      gnus-large-newsgroup nil
      gnus-show-threads nil
      gnus-message-highlight-citation nil
      gnus-verbose 0
      message-signature nil
      message-send-mail-function #'ignore)
(gnus-icalendar-setup)

(defun keep-sent-mail ()
  "Keep a mail as it would be handed to sendmail, after what separates its header from its body is taken out."
  (let ((mail (buffer-substring-no-properties (point-min) (point-max))))
    (with-temp-buffer
      (insert mail)
      (goto-char (point-min))
      (re-search-forward (concat "^" (regexp-quote mail-header-separator) "\n"))
      (replace-match "\n")
      (goto-char (point-max))
      (insert "\0")
      (let ((coding-system-for-write 'no-conversion))
        (write-region (point-min) (point-max) (getenv "SENT") t 'quietly)))))

(defun shown (event)
  "What somebody sees of EVENT, the buttons of its mail among it."
  (json-encode
   `((uid . ,(gnus-icalendar-event:uid event))
     (title . ,(gnus-icalendar-event:summary event))
     (starts . ,(format-time-string "%Y-%m-%d %H:%M" (gnus-icalendar-event:start-time event)))
     (ends . ,(format-time-string "%Y-%m-%d %H:%M" (gnus-icalendar-event:end-time event)))
     (method . ,(gnus-icalendar-event:method event))
     (organizer . ,(gnus-icalendar-event:organizer event))
     (buttons . ,(if (search-forward "[ Accept ]" nil t) t json-false)))))

(gnus-no-server-1)
(gnus-group-read-ephemeral-group
 "invitations" `(nndoc "invitations" (nndoc-address ,(getenv "MAILBOX")) (nndoc-article-type mbox)))
(setq message-send-mail-function #'keep-sent-mail)
(dolist (number (sort (mapcar #'gnus-data-number gnus-newsgroup-data) #'<))
  (set-buffer gnus-summary-buffer)
  (gnus-summary-goto-article number nil t)
  (with-current-buffer gnus-article-buffer
    (goto-char (point-min))
    (let ((line (shown gnus-icalendar-event)) (coding-system-for-write 'utf-8))
      (write-region (concat line "\n") nil (getenv "SEEN") t 'quietly)))
  (when (getenv "ANSWER")
    (set-buffer gnus-summary-buffer)
    (funcall (intern (concat "gnus-icalendar-reply-" (getenv "ANSWER"))))))
