package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.AslState.Rule;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/**
 * Emits the states of a run of another workflow. A call before them has created the record of the run. The first state
 * skips the second one if the run has ended already, because a rerun adopts it. The second one starts the execution and
 * waits until it has ended; no function is called meanwhile. It continues with the call that reads the result, however
 * the execution has ended.
 */
final class SubRunEmitter {

    /**
     * Step Functions stops the execution if this state is aborted or exceeds its timeout:
     * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html.
     */
    static final String RESOURCE = "arn:aws:states:::states:startExecution.sync:2";

    /** A repeated start has the same name and input, so it starts nothing twice. */
    private static final Retrier RETRIER = new Retrier(
            List.of(
                    "StepFunctions.ThrottlingException",
                    "StepFunctions.ExecutionLimitExceededException",
                    "StepFunctions.AWSStepFunctionsException",
                    "StepFunctions.SdkClientException"),
            1,
            6,
            2,
            60,
            true);

    private SubRunEmitter() {}

    /**
     * Returns the state that decides whether an execution is started.
     *
     * @param started an expression for the result of the call that has prepared the run
     */
    static AslState due(String started, String running, String result) {
        return new AslState.Choice(
                List.of(new Rule(JsonataWriter.text("$exists(" + started + ".input)"), running)), result);
    }

    /** Returns the state that starts the execution and waits for its end. */
    static AslState running(Node.SubRun run, String started, String result) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("StateMachineArn", "${" + Plan.machine(run) + "}");
        arguments.set("Name", JsonataWriter.of(started + ".run"));
        // Step Functions' console shows this execution as the one that started the other:
        // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html.
        arguments.set(
                "Input",
                JsonataWriter.of("$merge([" + started
                        + ".input, {'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID': $states.context.Execution.Id}])"));
        return new AslState.Task(
                RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                (int) run.timeoutSeconds(),
                List.of(RETRIER),
                List.of(FailureEmitter.caught(run.id(), result)),
                Transition.to(result));
    }

    /** Returns an expression for the error of {@link #running}; null if there was none. */
    static String failed(Node.SubRun run) {
        String failure = "$states.input.failure";
        return failure + ".node = " + JsonataWriter.string(run.id()) + " ? {'error': " + failure + ".error, 'cause': "
                + failure + ".cause} : null";
    }
}
