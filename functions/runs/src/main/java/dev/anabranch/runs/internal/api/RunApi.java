package dev.anabranch.runs.internal.api;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.ExecutionService.ExecutionsUnavailable;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The run API. {@link #handle} returns a response for every request: invalid requests get a problem document that says
 * what is wrong, and internal errors get a problem document without details, which the log has. Safe to call from
 * several threads.
 */
public final class RunApi {

    /**
     * The maximum size of a body in bytes. A Lambda event is limited to 6 MB, in which each quote and backslash of the
     * body takes two bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
     */
    public static final int LARGEST_BODY = 4 * 1024 * 1024;

    /** The maximum size of a response in bytes. Lambda allows 6 MB, in which a body in Base64 takes a third more. */
    static final int LARGEST_ANSWER = 4 * 1024 * 1024;

    /**
     * The longest wait of a request. API Gateway allows 30 seconds
     * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
     */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Map<RunRefused.Reason, Kind> KINDS = Map.ofEntries(
            Map.entry(RunRefused.Reason.UNKNOWN_WORKFLOW, Kind.NOT_FOUND),
            Map.entry(RunRefused.Reason.UNKNOWN_RUN, Kind.NOT_FOUND),
            Map.entry(RunRefused.Reason.UNKNOWN_NODE, Kind.NOT_FOUND),
            Map.entry(RunRefused.Reason.UNKNOWN_ITEM, Kind.INVALID),
            Map.entry(RunRefused.Reason.INVALID_INPUT, Kind.INVALID),
            Map.entry(RunRefused.Reason.INVALID_RUN_ID, Kind.INVALID),
            Map.entry(RunRefused.Reason.INVALID_REQUEST, Kind.BAD_REQUEST),
            Map.entry(RunRefused.Reason.CONFLICT, Kind.CONFLICT),
            Map.entry(RunRefused.Reason.STILL_RUNNING, Kind.CONFLICT),
            Map.entry(RunRefused.Reason.ALREADY_ENDED, Kind.CONFLICT),
            Map.entry(RunRefused.Reason.NOTHING_TO_DO, Kind.CONFLICT),
            Map.entry(RunRefused.Reason.GONE, Kind.GONE));

    private final List<Route> routes;
    private final FailureLog log;

    /** Receives the details of internal errors, which responses do not contain. */
    @FunctionalInterface
    public interface FailureLog {
        /**
         * Logs a failed request.
         *
         * @param requestId the id of the request, which the response also has
         */
        void failed(String requestId, Throwable thrown);

        /**
         * Returns a sentence for the client about an internal error that the operator can fix; empty for other errors,
         * whose details only the log has.
         */
        default Optional<String> explain(Throwable thrown) {
            return Optional.empty();
        }
    }

    private RunApi(Builder builder) {
        Runs runs = required(builder.runs, "runs");
        InstantSource clock = required(builder.clock, "clock");
        LongPoll waiting = new LongPoll(clock, required(builder.pause, "pause"));
        PayloadStore payloads = required(builder.payloads, "payloads");
        PayloadLinks links = required(builder.links, "links");
        log = required(builder.log, "log");
        routes = Stream.of(
                        new WorkflowRoutes(builder.workflows).all(),
                        new RunRoutes(runs, builder.workflows, waiting).all(),
                        new SignalRoutes(runs).all(),
                        new CallbackRoutes(runs).all(),
                        new ContentRoutes(runs, payloads, links).all(),
                        new ActionRoutes(runs, payloads, links, waiting).all(),
                        new TelemetryRoutes(runs, payloads, links).all(),
                        new LogRoutes(runs, waiting).all())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns a builder. All parts must be set. */
    public static Builder builder() {
        return new Builder();
    }

    List<Route> routes() {
        return routes;
    }

    /** Handles a request; never throws. */
    public ApiResponse handle(ApiRequest request) {
        ApiResponse response;
        try {
            response = answer(request);
        } catch (ProblemException refusal) {
            response = refusal.response(request.id());
        } catch (RunRefused refused) {
            Kind kind = KINDS.getOrDefault(refused.reason(), Kind.CONFLICT);
            response = Problem.of(kind, String.valueOf(refused.getMessage())).response(request.id());
        } catch (PayloadMissing | UnreadableInput gone) {
            response = Problem.of(Kind.GONE, "The data of the run is incomplete: it has expired or is being deleted.")
                    .response(request.id());
        } catch (StoreException | ExecutionsUnavailable unavailable) {
            log.failed(request.id(), unavailable);
            response = log.explain(unavailable)
                    .map(sentence -> Problem.of(Kind.INTERNAL, sentence).response(request.id()))
                    .orElseGet(() -> Problem.of(
                                    Kind.UNAVAILABLE,
                                    "The stores of this deployment are unavailable. Try again in a moment.")
                            .response(request.id())
                            .with("Retry-After", "1"));
        } catch (RuntimeException | Error thrown) {
            log.failed(request.id(), thrown);
            response = Problem.of(
                            Kind.INTERNAL,
                            log.explain(thrown)
                                    .orElse("This is an internal error. The log has the details under the request id `"
                                            + request.id() + "`."))
                    .response(request.id());
        }
        ApiResponse safe = response.with(
                        "Cache-Control", response.headers().containsKey("ETag") ? "private, no-cache" : "no-store")
                .with("X-Content-Type-Options", "nosniff");
        return request.method().equals("HEAD") ? headOf(safe) : safe;
    }

    private static ApiResponse headOf(ApiResponse response) {
        ApiResponse head = response.with("Content-Length", Integer.toString(response.body().length));
        return new ApiResponse(head.status(), head.headers(), new byte[0]);
    }

    private ApiResponse answer(ApiRequest request) {
        List<String> segments = segments(request.path());
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<Route> here = routes.stream()
                .filter(route -> route.match(segments).isPresent())
                .toList();
        if (here.isEmpty()) {
            throw ProblemException.of(
                    Kind.NOT_FOUND,
                    "The API has no path `" + QueryParameters.cut(request.path())
                            + "`. `/openapi.json` lists all paths.");
        }
        if (method.equals("OPTIONS")) {
            return ApiResponse.empty(204).with("Allow", allowed(here));
        }
        for (Route route : here) {
            Optional<List<String>> variables = route.match(segments);
            if (route.method().equals(method) && variables.isPresent()) {
                AcceptHeader.check(request);
                QueryParameters query = QueryParameters.parse(request.query(), route.parameters());
                if (route.parameters().isEmpty()) {
                    query.check();
                }
                return route.handler().answer(new Route.Call(request, variables.get(), query));
            }
        }
        throw new ProblemException(
                Problem.of(Kind.METHOD_NOT_ALLOWED, "This path supports " + allowed(here) + "."),
                Map.of("Allow", allowed(here)));
    }

    /** Splits and decodes a path. A segment with an invalid escape stays encoded; it matches nothing. */
    private static List<String> segments(String path) {
        return Arrays.stream(path.substring(Math.min(1, path.length())).split("/", -1))
                .map(segment -> PercentText.decode(segment).orElse(segment))
                .toList();
    }

    private static String allowed(List<Route> here) {
        List<String> methods = new ArrayList<>(here.stream().map(Route::method).toList());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return new TreeSet<>(methods).stream().collect(Collectors.joining(", "));
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "The run API needs `" + name + "`.");
    }

    /** Builds a {@link RunApi}. */
    public static final class Builder {
        private @Nullable Runs runs;
        private List<ServedWorkflow> workflows = List.of();
        private @Nullable PayloadStore payloads;
        private @Nullable PayloadLinks links;
        private @Nullable InstantSource clock;
        private @Nullable Consumer<Duration> pause;
        private @Nullable FailureLog log;

        private Builder() {}

        /** Sets the service for runs. */
        public Builder runs(Runs service) {
            runs = service;
            return this;
        }

        /** Sets the workflows that can be started; none by default. */
        public Builder workflows(List<ServedWorkflow> served) {
            workflows = List.copyOf(served);
            return this;
        }

        /** Sets the store of results. */
        public Builder payloads(PayloadStore store) {
            payloads = store;
            return this;
        }

        /** Sets the links to large results. */
        public Builder links(PayloadLinks urls) {
            links = urls;
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets how requests with {@code wait} pause between two reads. */
        public Builder pause(Consumer<Duration> sleep) {
            pause = sleep;
            return this;
        }

        /** Sets the log for internal errors. */
        public Builder log(FailureLog failures) {
            log = failures;
            return this;
        }

        /** Builds the API. */
        public RunApi build() {
            return new RunApi(this);
        }
    }
}
