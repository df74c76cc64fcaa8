# What only a PC needs: its page, its terminal, its doctor. Texts of the product are in core/words.

page-name = Kazasu
page-help = Help
page-local = This page is made by the program on this PC. It closes by itself when it is not used.
page-new_tab = (opens in a new tab)
page-copied = Copied
page-kind_information = Note:
page-kind_warning = Caution:
page-kind_error = Error:
page-kind_success = Done:
page-tick_done = Ready
page-tick_open = Not yet
page-readers_title = Which card reader is the card on?
page-readers_body = Several card readers are connected to this PC.
page-readers_any = The one with the card
page-over_title = This is finished
page-over_body = You can close this tab now.
page-over_again = Start again
page-gone_title = This page has closed
page-gone_body = The program on this PC has ended. To go on, start it again. What was signed but not sent is kept and goes on from there.
page-open = The page opens in your browser. If it does not, open this address on this PC:
page-no_browser = Open this address in a browser on this PC:
page-end = Press Ctrl+C to end.

terminal-choose_reader = { $count } readers found. Choose one by number.
terminal-pin_needs_terminal = Type the PIN at a terminal. It is not accepted from arguments or the environment.
terminal-choose = Type a number and press Enter (Enter alone: { $default }):
terminal-reader_any = the one with the card
terminal-not_offered = There is no such number.
terminal-no_terminal = This needs a terminal. Please run it directly in one.

doctor-software = Smart card software
doctor-service = Smart card service
doctor-reader = Card reader
doctor-records = Records
doctor-terminal = Terminal for the PIN
doctor-good = ready
doctor-card = a card is on it
doctor-no_card = no card is on it
doctor-keypad = it has a keypad for the PIN
doctor-folder = kept in { $folder }
doctor-no_folder = They cannot be kept in { $folder }. Name another folder with --data.
doctor-no_home = No folder is known. Name one with --data.
doctor-missing = Something is missing. Deal with it from top to bottom.
