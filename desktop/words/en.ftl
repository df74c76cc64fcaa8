# What only the PC's page needs. Texts of the product are in core/words.

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
