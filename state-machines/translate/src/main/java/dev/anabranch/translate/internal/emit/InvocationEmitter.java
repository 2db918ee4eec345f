package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.runtime.internal.wire.CacheSettings;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlatformRetry;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.translate.internal.plan.WorstCase;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Emits the arguments of a call of a function: an {@link Invocation} with expressions. */
final class InvocationEmitter {

    static final String RESOURCE = "arn:aws:states:::lambda:invoke";

    /** The errors of a task: an exception that it threw, a timeout, a crash or lack of memory. */
    private static final List<String> TASK_ERRORS = List.of(
            TaskFailed.class.getName(),
            "States.Timeout",
            "Sandbox.Timedout",
            "Lambda.Unknown",
            "Runtime.ExitError",
            "Runtime.OutOfMemory",
            "java.lang.OutOfMemoryError");

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
            return new Reply.Single(plan.inlineBytes());
        }
        int width = fanOuts.stream()
                .map(fanOut -> plan.fanOut(fanOut.id()))
                .mapToInt(FanOutPlan::inlineWidth)
                .min()
                .orElseThrow();
        return new Reply.Items(width, plan.inlineBytes(), plan.inlineBytes());
    }

    static int timeoutSeconds(Node.Call call) {
        return WorstCase.attemptSeconds(call.options());
    }

    static List<Retrier> retriers(Node.Call call) {
        List<Retrier> retriers = new ArrayList<>();
        PlatformRetry.ALL.forEach(platform -> retriers.add(retrier(platform.errors(), platform.policy())));
        if (call.options().retry().retries() > 0) {
            retriers.add(retrier(TASK_ERRORS, call.options().retry()));
        }
        return retriers;
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
