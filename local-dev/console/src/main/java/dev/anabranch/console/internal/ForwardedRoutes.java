package dev.anabranch.console.internal;

import java.util.List;
import java.util.regex.Pattern;

/** The requests to the run API that the server forwards. All others are refused, also if the run API accepts them. */
final class ForwardedRoutes {

    private static final String SEGMENT = "[^/]+";

    private static final List<Pattern> ROUTES = List.of(
            Pattern.compile("GET /workflows"),
            Pattern.compile("GET /workflows/" + SEGMENT),
            Pattern.compile("POST /workflows/" + SEGMENT + "/runs"),
            Pattern.compile("GET /runs"),
            Pattern.compile("GET /runs/" + SEGMENT),
            Pattern.compile(
                    "GET /runs/" + SEGMENT
                            + "/(input|output|graph|counts|modes|items|rows|actions|results|files|logs|children|summary|report)"),
            Pattern.compile("POST /runs/" + SEGMENT + "/(cancel|rerun|rerun/preview)"),
            Pattern.compile("POST /runs/" + SEGMENT + "/signals/" + SEGMENT),
            Pattern.compile("DELETE /runs/" + SEGMENT));

    private ForwardedRoutes() {}

    /**
     * Returns whether a request is forwarded.
     *
     * @param path the path in the run API, percent-encoded
     */
    static boolean contain(String method, String path) {
        String request = method + " " + path;
        return ROUTES.stream().anyMatch(route -> route.matcher(request).matches());
    }
}
