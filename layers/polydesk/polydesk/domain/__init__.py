"""The helpdesk itself: tickets, their history, states, people. No AWS, no HTTP; time is an argument."""
