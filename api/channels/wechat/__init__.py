"""WeChat Official Account: signed XML in, an answer within five seconds or a push afterwards."""
