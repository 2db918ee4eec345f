package dev.anabranch.runs.internal.api;

import dev.anabranch.runs.internal.api.Problem.Kind;
import java.util.Locale;
import java.util.Set;

/** Checks that the client accepts JSON (RFC 9110, section 12.5.1). */
final class AcceptHeader {

    private static final Set<String> RANGES = Set.of("*/*", "application/*", ApiResponse.JSON);

    private AcceptHeader() {}

    static void check(ApiRequest request) {
        String accept = request.header("accept").orElse("").strip();
        if (accept.isEmpty()) {
            return;
        }
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (RANGES.contains(parts[0].strip().toLowerCase(Locale.ROOT)) && !isRefused(parts)) {
                return;
            }
        }
        throw ProblemException.of(
                Kind.NOT_ACCEPTABLE,
                Problem.FieldError.header(
                        "Accept",
                        "does not accept JSON",
                        "`" + ApiResponse.JSON + "`, or left out",
                        "Send `Accept: " + ApiResponse.JSON + "`."));
    }

    private static boolean isRefused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().toLowerCase(Locale.ROOT).matches("q\\s*=\\s*0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
