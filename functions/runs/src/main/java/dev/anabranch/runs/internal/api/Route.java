package dev.anabranch.runs.internal.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A method of a path.
 *
 * @param template the path with {@code {name}} for a variable segment
 * @param parameters the names of the accepted query parameters
 */
record Route(String method, String template, Set<String> parameters, Handler handler) {

    /** Handles one request. */
    @FunctionalInterface
    interface Handler {
        ApiResponse answer(Call call);
    }

    /**
     * A request of a route.
     *
     * @param variables the values of the template's variables, in order
     */
    record Call(ApiRequest request, List<String> variables, QueryParameters query) {

        String variable() {
            return variables.get(0);
        }
    }

    /** Returns the values of the variables for the decoded segments of a path; empty if the path does not match. */
    Optional<List<String>> match(List<String> segments) {
        String[] parts = template.substring(1).split("/", -1);
        if (parts.length != segments.size()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{")) {
                variables.add(segments.get(i));
            } else if (!parts[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
