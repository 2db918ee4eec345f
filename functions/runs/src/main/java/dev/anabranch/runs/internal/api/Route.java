package dev.anabranch.runs.internal.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A method on a path.
 *
 * @param template the path with {@code {name}} for a segment that may be anything
 * @param parameters the names of the parameters that it knows
 */
record Route(String method, String template, Set<String> parameters, Handler handler) {

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        ApiResponse answer(Call call);
    }

    /**
     * A request that has found its route.
     *
     * @param variables what stands in the path for the names of the template, in their order
     */
    record Call(ApiRequest request, List<String> variables, QueryParameters query) {

        String variable() {
            return variables.get(0);
        }
    }

    /** What stands for the variables in the decoded segments of a path; empty where they are another path's. */
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
