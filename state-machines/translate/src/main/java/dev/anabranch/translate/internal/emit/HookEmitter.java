package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/**
 * Emits the call for failures of a run: the whole work is a Parallel of one branch, which catches every failure in it.
 * The call follows, and then the execution fails with the failure that was caught.
 */
final class HookEmitter {

    private HookEmitter() {}

    /** Returns the states of {@code work} and of the call. */
    static MachineFragment around(MachineFragment work, Plan plan, Node.Call call, StateNames names) {
        MachineFragment fail = MachineFragment.of(names.state("fail run"), FailureEmitter.failFirst());
        MachineFragment record = MachineFragment.of(
                names.state("record failure of " + call.id(), call.id()),
                FailureEmitter.record(
                        ScopeFrame.ROOT,
                        false,
                        FailureEmitter.NODE,
                        FailureEmitter.CAUSE,
                        ActionStatus.FAILED,
                        Transition.to(fail.entry())));
        AslState hook = new AslState.Task(
                InvocationEmitter.RESOURCE,
                InvocationEmitter.hook(plan, call, ValueExpressions.root(plan, ResultDemand.of(plan.graph()), names)),
                Translator.none(),
                ScopeFrame.ALL,
                InvocationEmitter.timeoutSeconds(call),
                InvocationEmitter.retriers(call),
                List.of(FailureEmitter.caughtSecond(call.id(), record.entry())),
                Transition.to(fail.entry()));
        AslState whole = new AslState.Parallel(
                List.of(work.machine()),
                Translator.none(),
                JsonataWriter.of("$states.result[0]"),
                List.of(FailureEmitter.propagated(call.id())),
                Transition.END);
        return MachineFragment.of(names.state("run"), whole).and(MachineFragment.of(call.id(), hook), record, fail);
    }

    /** Returns the input of the call: the failure in the frame. */
    static ObjectNode input(String workflow, Node.Call call) {
        ObjectNode input = Translator.none();
        ObjectNode failure =
                input.putObject("failure").put("workflow", workflow).put("node", call.id());
        failure.set("error", JsonataWriter.of("$states.input.failure.error"));
        failure.set("cause", JsonataWriter.of(FailureEmitter.CAUSE));
        return input;
    }
}
