package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.runtime.internal.invoke.RetryClassifier;
import dev.anabranch.runtime.internal.wire.CacheSettings;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RetryMatcher;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlatformRetry;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.translate.internal.plan.WorstCase;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.RetryRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Emits the arguments of a call of a function: an {@link Invocation} with expressions. */
final class InvocationEmitter {

    static final String RESOURCE = "arn:aws:states:::lambda:invoke";

    private static final String OUT_OF_HEAP = "java.lang.OutOfMemoryError";

    /** The errors of a task: an exception that it threw, a timeout, a crash or lack of memory. */
    private static final List<String> TASK_ERRORS = List.of(
            TaskFailed.class.getName(),
            "States.Timeout",
            "Sandbox.Timedout",
            "Lambda.Unknown",
            "Runtime.ExitError",
            "Runtime.OutOfMemory",
            OUT_OF_HEAP);

    /** Lambda reports some processes that it ended for lack of memory like a crash. */
    private static final List<String> KILLED =
            List.of("Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory", OUT_OF_HEAP);

    /** The state machine's names of errors that a rule can name, other than exceptions that the runtime reports. */
    private static final Map<String, List<String>> NAMED = Map.of(
            ErrorNames.TIMEOUT,
            List.of("States.Timeout", "Sandbox.Timedout"),
            ErrorNames.OUT_OF_MEMORY,
            KILLED,
            ErrorNames.CRASHED,
            KILLED,
            OUT_OF_HEAP,
            List.of(OUT_OF_HEAP),
            "java.lang.VirtualMachineError",
            List.of(OUT_OF_HEAP),
            "java.lang.Error",
            List.of(OUT_OF_HEAP),
            "java.lang.Throwable",
            List.of(OUT_OF_HEAP));

    private InvocationEmitter() {}

    static ObjectNode arguments(Plan plan, ResultDemand demand, Node.Call call, ValueExpressions values) {
        return arguments(plan, call, values.wire(call.input()), reply(plan, demand, call.id()), values);
    }

    /** Returns the arguments of the call of a wait's timer, whose input also has the time at which the wait begins. */
    static ObjectNode timer(Plan plan, Node.Wait wait, ValueExpressions values) {
        JsonNode input = values.wire(wait.timer().input());
        ((ObjectNode) input.path("record"))
                .putObject("entered")
                .set("v", JsonataWriter.of("$states.context.State.EnteredTime"));
        return arguments(plan, wait.timer(), input, new Reply.Single(plan.inlineBytes()), values);
    }

    /** Returns the arguments of the call for failures of the run. */
    static ObjectNode hook(Plan plan, Node.Call call, ValueExpressions values) {
        return arguments(plan, call, HookEmitter.input(plan.graph().workflow(), call), new Reply.Nothing(), values);
    }

    /**
     * Returns the arguments of a call that ends what is stopped. The run that it names is not marked as a rerun, so that
     * it never adopts the result of an earlier run.
     */
    static ObjectNode stop(Plan plan, Node.Call call, JsonNode input, ValueExpressions values) {
        ObjectNode arguments = arguments(plan, call, input, new Reply.Nothing(), values);
        ((ObjectNode) arguments.path("Payload")).set("run", JsonataWriter.of("{'id': " + ScopeFrame.RUN + ".id}"));
        return arguments;
    }

    /** Returns the arguments of the call that reads the result of a run, whose input also has how waiting for it failed. */
    static ObjectNode result(Plan plan, ResultDemand demand, Node.SubRun run, ValueExpressions values) {
        JsonNode input = values.wire(run.end().input());
        ObjectNode fields = (ObjectNode) input.path("record");
        fields.putObject("seconds").put("v", run.timeoutSeconds());
        fields.putObject("failed").set("v", JsonataWriter.of(SubRunEmitter.failed(run)));
        return arguments(plan, run.end(), input, reply(plan, demand, run.id()), values);
    }

    /** Returns the arguments of the call that starts the work of a callback, which also have its task token. */
    static ObjectNode callback(Plan plan, Node.Await await, Node.Call start, ValueExpressions values) {
        ObjectNode arguments = arguments(plan, start, values.wire(start.input()), new Reply.Nothing(), values);
        ObjectNode callback = ((ObjectNode) arguments.path("Payload")).putObject("callback");
        callback.set("token", JsonataWriter.of("$states.context.Task.Token"));
        callback.put("timeout", await.timeoutSeconds());
        return arguments;
    }

    private static ObjectNode arguments(
            Plan plan, Node.Call call, JsonNode input, Reply reply, ValueExpressions values) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("anabranch", Invocation.VERSION);
        payload.set("run", JsonataWriter.of(ScopeFrame.RUN));
        payload.put("workflow", plan.graph().workflow());
        payload.put("node", call.id());
        payload.set("path", values.frame().path());
        if (values.frame().batched()) {
            payload.set(ScopeFrame.BATCH, JsonataWriter.of("$states.input." + ScopeFrame.BATCH));
            if (values.frame().threads() > 1) {
                payload.put("threads", values.frame().threads());
            }
        }
        if (values.frame().labelled()) {
            payload.set(ScopeFrame.LABELS, values.frame().labels());
        }
        if (values.frame().batched()) {
            values.frame().label().ifPresent(field -> payload.put(ScopeFrame.LABEL, field));
        }
        payload.set("entered", JsonataWriter.of("$states.context.State.EnteredTime"));
        payload.set("retry", JsonataWriter.of("$states.context.State.RetryCount"));
        payload.put("timeout", call.options().timeoutSeconds());
        payload.set("input", input);
        payload.set("reply", reply.toJson());
        call.options()
                .cache()
                .ifPresent(cache -> payload.set(
                        "cache",
                        JsonataWriter.literal(new CacheSettings(cache.version(), cache.ttlSeconds()).toJson())));
        if (!call.options().retriesAllAlike()) {
            ArrayNode policies = payload.putArray("policies");
            call.options()
                    .retries()
                    .forEach(rule -> policies.add(JsonataWriter.literal(
                            new RetryMatcher(rule.policy().retries(), rule.errors(), rule.exceptions()).toJson())));
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put(
                "FunctionName",
                "${" + Objects.requireNonNull(plan.functions().get(call.id())).id() + "}");
        arguments.set("Payload", payload);
        return arguments;
    }

    private static Reply reply(Plan plan, ResultDemand demand, String call) {
        if (!demand.isUsed(call) || plan.recorded().contains(call)) {
            return new Reply.Nothing();
        }
        List<Node.FanOut> fanOuts = demand.fanOutsOver(call);
        if (fanOuts.isEmpty()) {
            return new Reply.Single(plan.inlineBytes(), demand.isPausedAfter(call));
        }
        int width = fanOuts.stream()
                .map(fanOut -> plan.fanOut(fanOut.id()))
                .mapToInt(FanOutPlan::inlineWidth)
                .min()
                .orElseThrow();
        List<String> labels = fanOuts.stream()
                .flatMap(fanOut -> fanOut.options().label().stream())
                .distinct()
                .sorted()
                .toList();
        return new Reply.Items(width, plan.inlineBytes(), plan.inlineBytes(), demand.isPausedAfter(call), labels);
    }

    static int timeoutSeconds(Node.Call call) {
        return WorstCase.attemptSeconds(call.options());
    }

    static List<Retrier> retriers(Node.Call call) {
        List<Retrier> retriers = new ArrayList<>();
        PlatformRetry.ALL.forEach(platform -> retriers.add(retrier(platform.errors(), platform.policy())));
        List<RetryRule> rules = call.options().retries();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            // The first Retrier that names an error applies to it, so later ones need not name it.
            List<String> errors =
                    errors(i, rules.get(i)).stream().filter(named::add).toList();
            if (!call.options().retriesAllAlike() || rules.get(i).policy().retries() > 0) {
                retriers.add(retrier(errors, rules.get(i).policy()));
            }
        }
        return retriers;
    }

    /** Returns the state machine's names of the errors to which a rule applies. */
    private static List<String> errors(int index, RetryRule rule) {
        List<String> errors = new ArrayList<>();
        errors.add(RetryClassifier.FAILURES.get(index).getName());
        TASK_ERRORS.stream()
                .skip(1)
                .filter(error -> rule.errors().isEmpty() || isNamed(error, rule.errors()))
                .filter(error -> !isNamed(error, rule.exceptions()))
                .forEach(errors::add);
        return errors;
    }

    private static boolean isNamed(String error, List<String> names) {
        return names.stream()
                .anyMatch(name -> NAMED.getOrDefault(name, List.of()).contains(error));
    }

    private static Retrier retrier(List<String> errors, RetryPolicy policy) {
        return new Retrier(
                errors,
                policy.intervalSeconds(),
                policy.retries(),
                policy.backoffRate(),
                policy.maxDelaySeconds(),
                policy.jitter());
    }
}
