"""The data of a desk: one DynamoDB table and one bucket. Only this package knows items and AWS's errors."""
