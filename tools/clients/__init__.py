"""`make clients`: programs that others wrote for SupportBee, HappyFox and Zammad, run against a desk.

desk                the desk of a run: one served for it, or the sample desk of a stack on a local AWS
programs            runs the programs, which have an environment of their own
expecting           compares what a program got with what it should have got
beedumper           exports a desk with beedumper, from PyPI, and compares what it saved
hfox                works through a desk with hfox, from PyPI
supportbee_habits   calls as SupportBee's clients send them
happyfox_habits     calls as HappyFox's clients send them
zammad              works through a desk with clients from PyPI and npm, by the scripts of `inside`
zammad_habits       calls as Zammad's clients send them
__main__            the command
"""
