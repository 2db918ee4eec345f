package dev.anabranch.runs.internal.api;

import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Aborts the handling of a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = new LinkedHashMap<>(headers);
    }

    static ProblemException of(Kind kind, String detail) {
        return new ProblemException(Problem.of(kind, detail));
    }

    static ProblemException of(Kind kind, FieldError error) {
        return new ProblemException(Problem.of(kind, error));
    }

    /**
     * Creates an exception that reports all errors in one response.
     *
     * @param errors at least one
     */
    static ProblemException of(Kind kind, List<FieldError> errors) {
        if (errors.size() == 1) {
            return of(kind, errors.get(0));
        }
        return new ProblemException(
                new Problem(kind, "The request has " + errors.size() + " errors; `errors` lists them.", errors));
    }

    Problem problem() {
        return problem;
    }

    ApiResponse response(String requestId) {
        ApiResponse response = problem.response(requestId);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }
}
