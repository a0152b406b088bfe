@main struct Connector { static func main() {} }
