"""The built stack in an AWS emulator on this machine, and its functions in Lambda's own runtime."""
