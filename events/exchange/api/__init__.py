"""What is on, for programs of others: `/api/v1/`. Reading only, and only what anybody reads here."""
