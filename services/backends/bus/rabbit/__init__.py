"""Delivery of facts between processes over RabbitMQ: relay, quorum queues, consumers, pauses, dead letters."""
