"""The ledger's own set: short reports of export releases, which of them tell of one event, and how well they are joined."""
