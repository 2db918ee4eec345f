package dev.anabranch.runs.internal.lifecycle;

import dev.anabranch.action.ListExpected;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.InputPart;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.PlatformCause;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Determines how a run ended from its execution and, if that names no action, from the records of its actions. */
final class RunEndResolver {

    private static final Comparator<RunAction> DECISIVE_FIRST = Comparator.comparing(
                    (RunAction action) -> !action.spent())
            .thenComparing(action -> finished(action.record()));

    /** Prefixes of errors that the state machine raised, not an action. */
    private static final List<String> OF_THE_MACHINE =
            List.of("Anabranch.", "States.Runtime", "States.DataLimitExceeded", "States.QueryEvaluationError");

    private final RunReader reader;
    private final RunPayloads payloads;
    private @Nullable RunAction firstFailed;

    private RunEndResolver(RunReader reader, RunPayloads payloads) {
        this.reader = reader;
        this.payloads = payloads;
    }

    /**
     * Returns how a run ended.
     *
     * @param state the state of an execution that has ended
     * @param now the time of the end if the execution does not have one
     */
    static RunEnd of(RunRecord run, ExecutionState state, RunReader reader, RunPayloads payloads, Instant now) {
        RunEndResolver ending = new RunEndResolver(reader, payloads);
        // The record has milliseconds.
        Instant ended = (state.stopped() == null ? now : state.stopped()).truncatedTo(ChronoUnit.MILLIS);
        if (state.status() == RunStatus.SUCCEEDED) {
            String output = Objects.requireNonNull(state.output(), "An execution that succeeded has an output.");
            return new RunEnd(state.status(), ended, payloads.output(run.id(), output), null);
        }
        return new RunEnd(state.status(), ended, null, ending.error(run, state));
    }

    /**
     * Returns the error of the action that the state machine names. If a Map Run or a batch failed, it names none: then
     * the action that failed first.
     */
    private RunError error(RunRecord run, ExecutionState state) {
        String error = state.error() == null ? state.status().name() : state.error();
        String cause = state.cause() == null ? "" : state.cause();
        OptionalLong limit =
                state.status() == RunStatus.TIMED_OUT ? payloads.graph(run).limitSeconds() : OptionalLong.empty();
        if (limit.isPresent()) {
            return new RunError(
                    "",
                    "",
                    ErrorNames.TIME_LIMIT,
                    "The run exceeded its time limit of " + span(Duration.ofSeconds(limit.getAsLong())) + ". "
                            + running(run));
        }
        if (state.status() == RunStatus.ABORTED && cause.isEmpty() && run.parent() != null) {
            return new RunError(
                    "",
                    "",
                    error,
                    "It was stopped: by a request, or by the run `"
                            + run.parent().run() + "`, which started it.");
        }
        Optional<FailureOrigin> origin = FailureOrigin.parse(cause);
        if (origin.isPresent()) {
            return error(run, origin.orElseThrow(), error);
        }
        if (state.status() == RunStatus.ABORTED || OF_THE_MACHINE.stream().anyMatch(error::startsWith)) {
            return new RunError("", "", error, PlatformCause.sentence(error, cause));
        }
        new RunWalk(payloads.graph(run), reader, run.id()).forEach(this::add);
        RunAction first = firstFailed;
        return first == null
                ? new RunError("", "", error, PlatformCause.sentence(error, cause))
                : shown(
                        FailureOrigin.of(first.node(), first.path(), message(run, first.node(), first.record())),
                        first.record());
    }

    /** Returns a sentence about what a run was doing when it was ended. */
    private String running(RunRecord run) {
        RunningActions running = new RunningActions();
        new RunWalk(payloads.graph(run), reader, run.id()).forEach(running::add);
        return running.toString();
    }

    private static RunError shown(FailureOrigin origin, ActionRecord record) {
        return shown(origin, record.errorName(), record.labels().name());
    }

    /** Returns the error with the node of the definition that the failure comes from. */
    private static RunError shown(FailureOrigin origin, String error, String label) {
        FailureOrigin shown = origin.visible();
        return new RunError(shown.node(), RunWalk.joined(shown.path()), error, origin.cause(), label);
    }

    /** Returns a duration in its largest whole unit: {@code 90 minutes}. */
    private static String span(Duration duration) {
        for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
            long units = duration.dividedBy(unit.getDuration());
            if (duration.equals(unit.getDuration().multipliedBy(units))) {
                return span(units, unit);
            }
        }
        return span(duration.toSeconds(), ChronoUnit.SECONDS);
    }

    private static String span(long units, ChronoUnit unit) {
        String name = unit.toString().toLowerCase(Locale.ROOT);
        return units + " " + (units == 1 ? name.substring(0, name.length() - 1) : name);
    }

    private void add(RunAction action) {
        if (action.record().status() == ActionStatus.FAILED
                && !action.tolerated()
                && (firstFailed == null || DECISIVE_FIRST.compare(action, firstFailed) < 0)) {
            firstFailed = action;
        }
    }

    private RunError error(RunRecord run, FailureOrigin origin, String error) {
        return reader.action(run.id(), origin.node(), origin.path())
                .filter(record -> record.status() == ActionStatus.FAILED)
                .map(record -> shown(
                        new FailureOrigin(origin.node(), origin.path(), message(run, origin.node(), record)), record))
                .orElseGet(() -> shown(
                        new FailureOrigin(origin.node(), origin.path(), PlatformCause.sentence(error, origin.cause())),
                        error,
                        ""));
    }

    /**
     * The message of the record. Where a list was due, and a call that the plan has added took it from elsewhere, it
     * names that place.
     */
    private String message(RunRecord run, String node, ActionRecord record) {
        String message = record.errorMessage();
        if (!record.errorName().equals(ListExpected.class.getName()) || !message.startsWith(ListExpected.SUBJECT)) {
            return message;
        }
        return payloads.graph(run)
                .node(node)
                .filter(vertex -> vertex.added() && vertex.input().size() == 1)
                .map(vertex -> place(vertex.input().get(0)) + message.substring(ListExpected.SUBJECT.length()))
                .orElse(message);
    }

    private static String place(InputPart part) {
        String whole =
                switch (part.source()) {
                    case RUN_INPUT -> "the run's input";
                    case ITEM -> "the item of `" + part.node() + "`";
                    case INDEX -> "the index of `" + part.node() + "`";
                    case RESULT -> "the result of `" + part.node() + "`";
                    case RESULTS -> "the results of `" + part.node() + "`";
                    case WHEN, STEPS, LAST -> "the value of `" + part.node() + "`";
                    case PREVIOUS -> "the result of `" + part.node() + "` for the item before";
                    case CONSTANT -> "a constant of the definition";
                    case INITIAL -> "the initial value of `" + part.node() + "`";
                };
        return part.fields().isEmpty() ? whole : "field `" + String.join(".", part.fields()) + "` of " + whole;
    }

    private static Instant finished(ActionRecord record) {
        return record.finished() == null ? Instant.MAX : record.finished();
    }
}
