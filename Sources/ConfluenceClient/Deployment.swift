/// The two products behind one name.
package enum Deployment: String, Sendable, Codable, CaseIterable {
    case cloud
    case datacenter
}
