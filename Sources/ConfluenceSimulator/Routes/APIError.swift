import Foundation

/// A refusal, before it is put into the words of one of the APIs.
struct APIError: Error {
    var status: Int
    /// Of v2: `NOT_FOUND`, `INVALID_REQUEST_PARAMETER`, `UNAUTHORIZED`...
    var code: String
    var message: String

    static let notFound = APIError(status: 404, code: "NOT_FOUND", message: "Not Found")

    static func invalid(_ message: String) -> APIError {
        APIError(status: 400, code: "INVALID_REQUEST_PARAMETER", message: message)
    }

    static func noContent(_ id: String) -> APIError {
        APIError(
            status: 404, code: "NOT_FOUND",
            message: "com.atlassian.confluence.api.service.exceptions.NotFoundException: "
                + "No content found with id: ContentId{id=\(id)}")
    }

    /// As Cloud's v2 says it.
    var v2: Response {
        .json(
            [
                "errors": [
                    [
                        "status": .int(status), "code": .string(code),
                        "title": .string(status == 404 ? "Not Found" : message), "detail": nil,
                    ]
                ]
            ], status: status)
    }

    /// As Data Center says it.
    var dataCenter: Response {
        let reasons = [400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"]
        return .json(
            [
                "statusCode": .int(status),
                "data": [
                    "authorized": .bool(status != 401 && status != 403), "valid": true, "allowedInReadOnlyMode": true,
                    "errors": [], "successful": false,
                ],
                "message": .string(message.components(separatedBy: "Exception: ").last ?? message),
                "reason": .string(reasons[status] ?? "Error"),
            ], status: status)
    }

    /// As Cloud's v1 says it.
    var v1: Response {
        .json(
            [
                "statusCode": .int(status),
                "data": [
                    "authorized": .bool(status != 401 && status != 403), "valid": .bool(status == 403), "errors": [],
                    "successful": false,
                ],
                "message": .string(message),
            ], status: status)
    }
}
