"""The index on an Elasticsearch server: the same fields, the same questions, the same finds as the embedded one."""
