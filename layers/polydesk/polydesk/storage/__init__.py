"""Where the desk is kept: one DynamoDB table and one bucket. Only this package knows items and AWS errors."""
