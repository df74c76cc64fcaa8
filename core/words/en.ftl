# English

## Common

common-app_disclaimer = This is not an official government app. Connected to: { $platform }
common-sandbox_banner = This is a practice environment. Real cards do not work here.
common-next = Next
common-back = Back
common-cancel = Cancel
common-ok = OK
common-retry = Try again
common-finish = Finish
common-close = Close
common-details = See details
common-faq = FAQ
common-contact = Contact
common-open_settings = Open settings
common-language = Language
common-error_code = Error code: { $code }
common-copy_code = Copy code
common-loading = Loading
common-step_of = Step { $step } of { $total }: { $name }
steps-review = Review
steps-read = Read card
steps-done = Done

## Start screen

home-title = Set up your My Number Card as your health insurance card
home-lead = You need to register before you use the card at a clinic or pharmacy. You can do it in this app.
home-time_needed = It takes a few minutes once you have everything ready.
home-register = Register my card
home-status = Check registration status
home-insurance = See my current insurance
home-release = Release the registration
home-facility = How to use it at a clinic
home-not_compulsory = You can also see a doctor with an eligibility certificate, without registering.

## Getting ready

prep-title = What you need
prep-choose_path = How do you want to register?
prep-path_phone = With this phone only
prep-path_pc = With a PC and a card reader
prep-item_card = The My Number Card of the person registering
prep-item_pin = The 4-digit PIN for user authentication
prep-item_phone = A phone that can read the card
prep-item_reader = A card reader connected to the PC
prep-item_app = The latest version of this app
prep-no_card = I do not have a card
prep-supported = Check supported devices
prep-install_help = How to install and start
prep-private_mode = Turn off private or incognito browsing.
prep-close_tabs = It helps to close your other browser tabs first.
prep-ready = You are ready.
prep-nfc_off = NFC is off. Turn it on in settings so that the phone can read the card.
prep-nfc_absent = This phone cannot read the card. Please use another way to register.
prep-reader_absent = No card reader found. Connect one to the PC.
prep-reader_service_off = The smart card service is not running. Start it and try again.
prep-reader_busy = Another program is using the card. Close it and try again.

## Step 1: review and terms

terms-title = Review what you are registering
terms-lead = This sets up your card as your insurance card through { $platform }.
terms-consent_title = What happens when you register
terms-consent-cert_serial = The serial number of your card's certificate is passed to the system that checks insurance eligibility.
terms-consent-insured_number = Your insured-person number is used to link the registration.
terms-consent-insurer_name = Your insurer's name is used to count registrations.
terms-not_sent = Your My Number, address and photo are not read. Your PIN goes to the card only and is never sent anywhere.
terms-portal_checkbox = Also register as a user of { $platform }
terms-portal_help = You will be able to see your own records and notices from public offices. You can also do this later.
terms-open_link = Read the terms of use (version { $version })
terms-agree_next = Agree and continue
terms-load_failed = The terms could not be loaded. Check your connection and try again.
terms-changed-title = The terms have changed
terms-changed-body = They changed while you were registering. Please review and agree again. Nothing has been registered yet.

## Step 2: before the card is read

read-title = Read your card
read-lead_phone = Press Apply, enter your PIN, then hold the card against the phone.
read-pc_step1 = Connect the card reader to the PC
read-pc_step2 = Place or insert the card
read-pc_step3 = Press Apply
read-whose_card = Whose card is it? For a child, use the child's own card and PIN.
read-pin_explain = You will use the 4-digit number you chose when you collected the card (the PIN of the user-authentication certificate).
read-lock_warning = Three wrong entries in a row lock the PIN.
read-unlock_where = A locked PIN is reset at your municipal office.
read-apply = Apply

## PIN

pin-title = Enter your PIN
pin-title_pc = User-authentication PIN (4 digits)
pin-label = 4-digit PIN
pin-hint = 4 digits
pin-show = Show digits
pin-entered_count = { $count } of 4 digits entered
pin-what_is = What is this PIN?
pin-explain = The card has several PINs. This one is the 4-digit number used for signing in. It is not the long password with letters.
pin-forgot = If you do not know it, do not guess. Reset it at the municipal office or a store kiosk.
pin-format_error = Enter exactly 4 digits. Nothing has been sent to the card.
pin-wrong_remaining = That PIN is not correct. { $remaining } more wrong tries will lock it.
pin-other_pin_hint = Your card may have other 4-digit PINs. Make sure it is the one for user authentication.
pin-last_attempt-title = Only one try left
pin-last_attempt-body = If the next entry is wrong, the PIN will be locked and you will have to reset it in person. If you are not sure, stop here and check.
pin-last_attempt-confirm = I understand, enter PIN
pin-last_attempt-stop = Stop for now
pin-locked-title = Your PIN is locked
pin-locked-body = It was entered wrongly three times in a row. Nothing was registered. Your other PINs are not affected.
pin-locked-window = Take the card to your municipal office to reset it.
pin-locked-kiosk = If you know your 6–16 character signature password, a supported store kiosk can reset it. Book in the official reset app within the 24 hours before.
pin-locked-other_way = You may also be able to register at a clinic's card reader using face recognition.

## Holding the card

hold-title = Hold your card to the device
hold-ios = Press the top edge of your iPhone onto the centre of the card and keep still.
hold-android = Press the centre of the card against the contactless mark on the back of the phone and keep still.
hold-pc = Leave the card on the reader.
hold-keep = Do not move it until reading has finished. It can take more than five seconds.
hold-waiting = Waiting for your card
hold-found = Card found. Keep still.
hold-reading = Reading ({ $percent }%)
hold-finished = Done. You can take the card away.
hold-tips_title = If reading fails
hold-tip-keep = Keep the card pressed against the device the whole time
hold-tip-slow = Wait a little even if nothing seems to happen
hold-tip-metal = Do it away from metal tables
hold-tip-case = Remove the phone case
hold-tip-cable = Unplug charging and earphone cables
hold-tip-nfc = Turn NFC on
hold-find_spot = Find the reading spot

## Card problems

card-moved = The card moved away while it was being read. No PIN try was used. Hold it again.
card-moved_during_verify = The card moved away while the PIN was being checked. Hold it again so that we can see how many tries are left.
card-timeout = No card was found. Try moving it slightly.
card-unsupported = This does not look like a My Number Card. Please check which card you are holding.
card-multiple = More than one card was found. Hold only one.
card-no_auth_cert = This card has no user-authentication certificate. Your municipal office can issue one.
card-face_only_or_locked = The PIN on this card cannot be used now. Either it was locked earlier, or it is a face-recognition card without a PIN.
card-face_only_help = If the card says 顔認証 on the front, register at a clinic's or pharmacy's card reader.
card-changed = This is a different card from before. Use the same one.
card-comm_error = The card did not answer properly. Take it away and hold it again.
card-reader_removed = The card reader was disconnected. Connect it again.
card-cancelled = Reading was cancelled. Nothing was registered.

## Certificate problems

cert-expired = Your certificate expired on { $date }. Renew it, then apply again.
cert-expired_help = Renewal is free at your municipal office. If you were already registered, clinics can check your insurance until three months after the end of that month. Medicine and care records are not shared in that time.
cert-expiring_soon = Your certificate expires on { $date }. You can register now, but please renew it soon.
cert-not_yet = This certificate is not valid until { $date }.
cert-revoked = This certificate has been revoked. Ask your municipal office about having it reissued.
cert-suspended = This card has been reported as suspended. If you have found it, ask to lift the suspension.
cert-check_unavailable = We cannot check the certificate right now. This is not a problem with your card. Please try again later.
cert-untrusted = The certificate on this card could not be verified, so it cannot be used to register.
cert-sandbox_real_card = Real cards are refused in the practice environment. Nothing was sent.
cert-production_test_card = This is a test card. It cannot be registered.

## Network and server

net-offline = You are offline. Connect first. Your PIN has not been used.
net-sending = Sending your application. Please keep this screen open.
net-after_sign-title = We could not confirm that it was sent
net-after_sign-body = Your card has already been read. When you are back online we can send it again. It will not be registered twice, and you need neither your PIN nor your card.
net-after_sign-window = You can resend until { $time }.
net-after_sign-resend = Send again
net-after_sign-expired = The time to resend has passed. We checked: you are not registered. Please read the card again.
net-resume-title = You have an unfinished application
net-resume-body = Checking whether your last application arrived.
net-tls_error = The connection is not secure, so we stopped. Check whether a public Wi-Fi sign-in page is in the way.
clock-skew = The date and time on this device seem to be off by about { $offset }. Set them to automatic.
srv-maintenance = The service is under maintenance until about { $time }. Your PIN has not been used.
srv-down = The service is not responding. The problem is on our side. Please try later.
srv-busy = The service is busy. We will try again in { $seconds } seconds.
srv-rate_limited = Too many tries in a short time. Please try again after { $time }.
srv-upgrade_required = This version is too old. Please update the app.
srv-unexpected = Something unexpected happened. Check "registration status" to see whether you are registered.
srv-bad_proof = The card's answer could not be verified. Please read the card again.
reg-session_expired = This took too long, so we need to start again. Nothing was registered.
reg-in_progress = The same application is being processed. Please wait.
reg-already = This card is already registered. There is nothing more to do.
reg-not_linked = Your application was accepted, but your insurance record was not found yet. It will work once your employer or insurer has entered it.

## Completion

done-title = You are registered. Thank you.
done-title_accepted = Your application was accepted. Registration is being completed.
done-row-application = Application
done-row-insurance = Registration as insurance card
done-row-portal = { $platform } user registration
done-value-accepted = Accepted
done-value-registered = Registered
done-value-processing = In progress
done-value-failed = Not registered
done-check_status = You can check the status in this app later.
done-facility_link = Find clinics and pharmacies
done-info_link = See insurance information
done-receipt = Receipt { $receipt }, received { $time }, terms version { $version }
done-next_visit = Take this card with you on your next visit.

## Status, insurance, release

status-title = Registration status
status-need_card = You need your card and PIN to check.
status-not_registered = Not registered
status-accepted = Application accepted
status-processing = Registration in progress
status-registered = Registered
status-failed = Registration failed. Reason: { $reason }
status-release_requested = Release requested. The card still works for now.
status-released = Registration released
status-unknown = The status cannot be shown. Please update the app.
status-as_of = As of { $time }
ins-title = Current insurance
ins-insurer = Insurer
ins-number = Number (partly hidden)
ins-valid_from = Valid from
ins-as_of = As of { $time }. Not stored on this device.
ins-lag = After a change of job or address, new details can take some days to appear. If it is urgent, ask your insurer.
ins-not_found = No insurance record was found.
dereg-title = Release the registration
dereg-explain = After release, this card can no longer be used at reception. Its other functions stay as they are.
dereg-via_insurer = Release is done through a request to your insurer.
dereg-certificate_doc = People who release, or cannot use a card, receive an eligibility certificate from their insurer free of charge.
dereg-time = It takes effect around the end of the following month. The display may take one or two months more.
dereg-confirm = I understand and want to release the registration
dereg-submit = Request release
dereg-accepted = Your release request was accepted.
dereg-again = You can register again later.

## At the facility

fac-title = At the clinic or pharmacy
fac-sticker = You can use it where you see the sticker or poster.
fac-start_varies = Some facilities start later than others. The health ministry publishes a list.
fac-step1 = Choose face or PIN.
fac-step2 = Insert the card all the way, upright or sideways as the machine shows.
fac-step3 = Answer whether your medicine and check-up records may be shown. You may say no. Reception is then complete.
fac-face = The machine compares your face with the photo on the card.
fac-pin = If face recognition does not work, switch to the 4-digit PIN.
fac-child = Children can use face recognition too, or a guardian can enter the child's 4-digit PIN.
fac-no_photo_stored = The machine does not keep your face photo.
fac-visual = If entering a PIN is hard, staff can compare you with the photo by eye.
fac-staff_never_pin = Staff never ask for your PIN or enter it for you.
fac-smartphone = Some facilities accept the card stored in your phone. Register first, and bring the physical card to a facility you have not visited before.
fac-not_working = If it does not work, tell reception. There are other ways to confirm your insurance.
help-other_ways = You can also register at a clinic's or pharmacy's reader, a Seven Bank ATM, or many municipal offices.

## Command line

cli-pin_prompt = PIN, 4 digits (not shown):
cli-pinpad = Enter the PIN on the reader's keypad.
cli-cancelled = Cancelled. Nothing was registered.
maintenance = no

## Dates

date-long = { $day } { $name } { $year }
date-time = { $clock } on { $date }
duration-minutes = { $count } min
duration-hours = { $count } h
duration-days = { $count } days
month-01 = January
month-02 = February
month-03 = March
month-04 = April
month-05 = May
month-06 = June
month-07 = July
month-08 = August
month-09 = September
month-10 = October
month-11 = November
month-12 = December

## Beyond the copy: titles of trouble

trouble-card = The card could not be read
trouble-certificate = This card cannot be registered
trouble-not_now = Registering is not possible right now
trouble-again = The card must be read again
trouble-unsure = Please check whether you are registered
trouble-cancelled = Cancelled
trouble-defect = Something went wrong in this app
trouble-defect_body = Your PIN has been wiped. Close the app and start again. If your application was being sent, it goes on from there.

## Beyond the copy: choices and notices

clock-wrong = The date and time on this device seem to be wrong. Set them to automatic.
srv-busy_now = The service is busy. Please try again later. Nothing was registered.
cert-expired_undated = Your certificate has expired. Renew it, then apply again.
cert-not_yet_undated = This certificate is not valid yet.
common-yes = Yes
common-no = No
common-start_again = Start again
common-update = Update
terms-review = Review the new terms
terms-required = Always done
read-choice = Your choices
pin-erase = Delete one digit
pin-tries_left = { $remaining } more wrong tries will lock the PIN.
pin-was_right = Your PIN was correct. Please enter it again.
pin-keypad_how = Then press the reader's confirm key. The number goes to the card only and does not pass through this PC.
pin-keypad_timed_out = The PIN was not entered on the reader in time. No PIN try was used.
prep-reader_software_absent = The smart card software is not installed on this PC. Install it (on Debian and Ubuntu the package pcscd) and try again.
store-failed = A copy could not be kept on this device. Please do not close this screen until sending has finished.
store-receipt_failed = It could not be saved on this device. Please write down the receipt number.
store-unreadable = Records on this device could not be read. If you applied before, please check the registration status.
srv-maintenance_open = The service is under maintenance. Please try later. Your PIN has not been used.
net-sending_unsure = Sending is not finished. A copy is kept, and it can go on the next time you open this.
card-certificate_changed_help = Your PIN has not been used.
status-reason_internal = a problem on our side

## Beyond the copy: how a reading ended, on the phone's NFC sheet

sheet-moved = The card moved away.
sheet-none = No card was found.
sheet-several = More than one card was found.
sheet-foreign = This is not a My Number Card.
sheet-other_card = This is a different card from before.
sheet-pin_wrong = That PIN is not correct.
sheet-pin_unusable = The PIN on this card cannot be used.

## Beyond the copy: home, getting ready, about

home-check_card = Check my card
home-receipts = Receipts
home-practice = Try it without a card
prep-app_android = Get the app for Android
prep-app_ios = Get the app for iPhone
prep-app_pc = Get the program for a PC
about-title = About this app
about-version = This app's version
about-oldest = Oldest version that works
about-unknown = Not known right now
about-platform = Connected to
about-origin = Address
about-kind = Kind
about-production = Real
about-sandbox = Practice
about-no_public_api = The government's own registration has no public interface. This app connects only to the platform named above.

## Beyond the copy: status, insurance, release

sign_in-title = Check with your card
status-use_card = Check with my card
status-nothing_kept = This device keeps no record to check with. You can check with your card.
status-kept_is_old = The record on this device no longer works for checking. Please check with your card.
status-refresh = Refresh
status-older = Earlier application
status-newer = Later application
status-reason_not_linked = your insurance record was not found yet
status-reason_rejected = your insurer did not accept it
status-reason_revoked = the certificate was revoked afterwards
status-reason_other = please ask the platform
not_offered-title = Not available here
not_offered-body = The platform does not offer this service.
dereg-help = You need your card and PIN to request it.
dereg-tick_first = Tick the box below first. Nothing has been requested yet.
dereg-not_offered = You cannot request it in this app. Please ask your insurer.
dereg-stopped = Reading was cancelled. No release was requested.
dereg-other_card = This card's registration is not the one kept on this device. Nothing was released. Try again to look up this card's own registration.
net-answer_lost = The card was read, but no answer came back. Trying again is safe. You need neither your card nor your PIN.
net-sending_title = Sending
trouble-not_ready = Not ready to read a card
trouble-no_answer = No answer came back
trouble-store = Records could not be read
trouble-card_unusable = This card cannot be used here
trouble-not_possible = Not possible right now
done-info_here = You can also see your insurance information from the first screen of this app.

## Beyond the copy: receipts

receipt-title = Receipt
receipt-none = No receipt is kept on this device.
receipt-number = Receipt number
receipt-time = Received
receipt-terms = Terms version
receipt-agreed = What you agreed to
receipt-delete = Delete this receipt
receipt-delete_title = Delete this receipt?
receipt-delete_body = The receipt and the record for checking its status are deleted from this device. This cannot be undone. The registration itself does not change.
receipt-keep = Keep it

## Beyond the copy: looking at a card

check-title = Check my card
check-lead = Just hold the card: you see when its certificate ends, how many PIN tries are left and what kind of card it is. No PIN is entered.
check-nothing_sent = It works with a real card, without internet, and sends nothing. Only the certificate and the tries left are read.
check-read = Read the card
check-again = Check another card
check-result_title = Your card
check-kind = Kind of card
check-kind_current = My Number Card
check-kind_next = Next-generation My Number Card
check-kind_test = Test card
check-end = Certificate ends
check-tries = PIN tries left
check-tries_left = { $remaining }
check-tries_none = None
check-tries_one = One more wrong entry locks the PIN. A correct entry restores three tries.
check-tries_low = One wrong entry was made before. A correct entry restores three tries.
check-end_soon = The certificate ends on { $date }. It can be renewed now, and should be soon.
check-fine = This card needs nothing right now.
check-clock = The date was judged by this device's clock.
check-not_the_registration = The card itself does not say whether it is registered. Check "registration status" for that.

## Beyond the copy: whose card

read-childs_card = This is a child's card
read-childs_card_help = Only the words on the screens change. The answer is not sent anywhere.
pin-childs = Enter the PIN of the child's card, not that of your own.

## Beyond the copy: guide

fac-face_title = With your face
fac-pin_title = With the PIN, or if something fails
fac-other_title = Also good to know
fac-home_visit = Reception for home visits and online care uses this registration too.

## Beyond the copy: practice

practice-title = Practise without a card
practice-banner = This is practice. No card is read, nothing is sent and nothing is registered.
practice-heading = [Practice] { $title }
practice-lead = You can go through the same screens as the real thing. You need no card, no PIN and no internet.
practice-not_your_pin = Do not enter your own PIN in practice. Use the practice digits that the screen shows.
practice-start = Start practice
practice-digits = The practice digits are { $digits }. Enter these four.
practice-other_digits = Those were not the practice digits. They were thrown away at once and kept nowhere.
practice-hold = In the real thing you hold the card here. In practice, just wait.
practice-terms = The platform's terms of use appear here. In the real thing, read them before you agree.
practice-version = practice
practice-done_title = Practice is over
practice-nothing_registered = Nothing was registered. In the real thing, the result of your registration follows here.
practice-next = When you are ready, start with "Register my card" on the first screen.
practice-again = Practise again
