"""Who the customers are: identity, verification, segments, recommendations, preferences."""
