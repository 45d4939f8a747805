"""The live stream over WebSocket and SSE, and its snapshot over REST."""
