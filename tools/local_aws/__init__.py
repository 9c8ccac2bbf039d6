"""The built stack in an AWS emulator on this machine, and its functions in Lambda's own runtime.

cloud, processes       ministack, and programs that end with this process
stack, differences     `sam deploy` into it, and what ministack does differently from AWS
desk                   the sample desk in the deployed stack, over HTTP
runtime, replays       each built function in Lambda's runtime, with its sample event
deploy_local           `make deploy-local`
"""
