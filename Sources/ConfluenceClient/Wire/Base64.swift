import struct Foundation.Data

func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
