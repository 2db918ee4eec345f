package dev.anabranch.api;

import dev.anabranch.api.Problem.FieldError;
import dev.anabranch.api.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends the handling of a request with a problem. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    Refusal(Problem problem) {
        this(problem, Map.of());
    }

    Refusal(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = new LinkedHashMap<>(headers);
    }

    static Refusal of(Kind kind, String detail) {
        return new Refusal(Problem.of(kind, detail));
    }

    static Refusal of(Kind kind, FieldError error) {
        return new Refusal(Problem.of(kind, error));
    }

    /** All of them in one answer; there is at least one. */
    static Refusal of(Kind kind, List<FieldError> errors) {
        if (errors.size() == 1) {
            return of(kind, errors.get(0));
        }
        return new Refusal(new Problem(kind, "There are " + errors.size() + " errors: see `errors`.", errors));
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
