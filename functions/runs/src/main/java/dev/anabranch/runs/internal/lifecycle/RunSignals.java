package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runs.internal.action.ParallelRequests;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.AnswerWrite;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.reuse.ReportCopier;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.CallbackId;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Answers actions that wait for an answer. A conditional write of the action's record decides which answer wins; only
 * then the state machine is resumed. If the process dies in between, a repetition of the request resumes it, and at the
 * latest the timeout of the wait does.
 */
final class RunSignals {

    private final ActionStore actions;
    private final RunReader reader;
    private final ExecutionService executions;
    private final ReportCopier reports;
    private final Executor executor;
    private final InstantSource clock;

    RunSignals(
            ActionStore actions,
            RunReader reader,
            ExecutionService executions,
            ReportCopier reports,
            Executor executor,
            InstantSource clock) {
        this.actions = actions;
        this.reader = reader;
        this.executions = executions;
        this.reports = reports;
        this.executor = executor;
        this.clock = clock;
    }

    /** Answers each action of the request. */
    List<SignalOutcome> answer(SignalRequest request) {
        String identity =
                RunIds.hash(request.run() + "\n" + request.key() + "\n" + RunPayloads.sorted(request.answer()));
        List<SignalOutcome> outcomes = new ArrayList<>();
        ParallelRequests<SignalOutcome> requests = new ParallelRequests<>(executor, outcomes::add);
        request.paths().forEach(path -> requests.add(() -> answer(request, path, identity)));
        requests.finish();
        return outcomes;
    }

    private SignalOutcome answer(SignalRequest request, List<Long> path, String identity) {
        RecordKey key = RecordKey.of(request.run(), request.node(), path);
        StoredResult result = new StoredResult.Inline(text(request.answer()));
        AnswerWrite write = actions.answer(key, clock.instant(), result, identity);
        if (write instanceof AnswerWrite.Recorded recorded) {
            executions.resume(recorded.token());
            return new SignalOutcome(path, true, null);
        }
        return new SignalOutcome(path, false, ((AnswerWrite.Refused) write).current());
    }

    /**
     * Completes a callback.
     *
     * @param key identifies the request, so that its repetition has the same outcome
     */
    SignalOutcome complete(CallbackId callback, JsonNode value, String key) {
        AnswerWrite write = actions.complete(
                callback.key(),
                callback.secret(),
                clock.instant(),
                new StoredResult.Inline(text(value)),
                RunIds.hash(callback.text() + "\n" + key + "\n" + RunPayloads.sorted(value)));
        return outcome(callback, write, executions::resume);
    }

    /**
     * Fails a callback.
     *
     * @param key identifies the request, so that its repetition has the same outcome
     */
    SignalOutcome fail(CallbackId callback, String error, String message, String key) {
        AnswerWrite write = actions.fail(
                callback.key(),
                callback.secret(),
                clock.instant(),
                error,
                message,
                RunIds.hash(callback.text() + "\n" + key + "\n" + error + "\n" + message));
        return outcome(
                callback, write, token -> executions.fail(token, ErrorNames.CALLBACK_FAILED, error + ": " + message));
    }

    /** Receives a heartbeat of a callback. */
    SignalOutcome heartbeat(CallbackId callback) {
        AnswerWrite found = actions.callback(callback.key(), callback.secret());
        boolean waits = found instanceof AnswerWrite.Recorded recorded && executions.heartbeat(recorded.token());
        return new SignalOutcome(
                callback.path(), waits, found instanceof AnswerWrite.Refused refused ? refused.current() : null);
    }

    private static SignalOutcome outcome(CallbackId callback, AnswerWrite write, Consumer<String> send) {
        if (write instanceof AnswerWrite.Recorded recorded) {
            send.accept(recorded.token());
            return new SignalOutcome(callback.path(), true, null);
        }
        return new SignalOutcome(callback.path(), false, ((AnswerWrite.Refused) write).current());
    }

    private static String text(JsonNode answer) {
        return answer.toString();
    }

    /**
     * Writes the answers that a rerun adopts into its records, before it starts. The state that waits then finds its
     * answer. A fan-out whose first successes are adopted is skipped, so its answers are not needed.
     *
     * @param before the graph of the earlier run
     * @param now the graph of the rerun
     */
    void adopt(AdoptionPlan plan, RunGraph before, RunGraph now, String rerun) {
        RunWalk walk = new RunWalk(before, reader, plan.source());
        ParallelRequests<Claim> writes = new ParallelRequests<>(executor, claim -> {});
        for (Vertex node : now.nodes()) {
            before.node(node.id())
                    .filter(old -> node.kind() == Kind.AWAIT && old.kind() == Kind.AWAIT)
                    .ifPresent(old -> adopt(plan, walk, old, firsts(before, now, old), rerun, writes));
        }
        writes.finish();
    }

    /**
     * Returns the calls with the first successes of the fan-outs around a node, outermost first; empty for a fan-out that
     * does not end early in both runs.
     */
    private static List<String> firsts(RunGraph before, RunGraph now, Vertex node) {
        return before.fanOuts(node.id()).stream()
                .map(fanOut -> before.node(fanOut).orElseThrow())
                .map(fanOut -> now.node(fanOut.id())
                        .map(Vertex::first)
                        .filter(fanOut.first()::equals)
                        .orElse(""))
                .toList();
    }

    /** Returns whether a rerun adopts the first successes of a fan-out around a block of records. */
    private boolean isSkipped(AdoptionPlan plan, List<String> firsts, List<Long> parents) {
        for (int level = 0; level < firsts.size(); level++) {
            String first = firsts.get(level);
            List<Long> path = parents.subList(0, level);
            if (!first.isEmpty()
                    && plan.adopts(first, path)
                    && reader.action(plan.source(), first, path)
                            .filter(record -> record.status().hasResult())
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void adopt(
            AdoptionPlan plan,
            RunWalk walk,
            Vertex node,
            List<String> firsts,
            String rerun,
            ParallelRequests<Claim> writes) {
        walk.everyBlock(node, (records, parents, end) -> {
            if (isSkipped(plan, firsts, parents)) {
                return true;
            }
            records.forEach(record -> record.stored().ifPresent(result -> {
                List<Long> path = RunWalk.indexes(parents, record.key());
                if (plan.adopts(node.id(), path)) {
                    RecordedAttempt attempt = new RecordedAttempt(0, clock.instant(), "")
                            .labelled(record.labels().text());
                    writes.add(() -> actions.adopt(
                            RecordKey.of(rerun, node.id(), path),
                            attempt.reporting(copied(record.telemetry(), plan.source(), rerun, node.id(), path)),
                            result));
                }
            }));
            return true;
        });
    }

    /** Copies what the task of a callback has reported. Without its report, the answer is still adopted. */
    private Telemetry copied(Telemetry telemetry, String source, String rerun, String node, List<Long> path) {
        try {
            return reports.copy(telemetry, source, rerun, node, path, 0);
        } catch (PayloadMissing e) {
            return telemetry.withReport(null); // The earlier run's data has expired or is being deleted.
        }
    }
}
