"""Requests that are made to harm, generated from the endpoints' sample events and sent to functions in this process."""
