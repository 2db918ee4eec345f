package dev.anabranch.cdk;

import dev.anabranch.runs.RunApiFunction;
import dev.anabranch.runtime.TaskFunction;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.constructs.Construct;

/**
 * Anabranch's own variables of the functions of tasks, before their table, bucket and manifest are created. Names that
 * CloudFormation generates are replaced by texts of the maximum length, so that the size of all variables can be checked.
 */
final class ExpectedVariables {

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html. */
    private static final int STACK_CHARS = 128;

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html. */
    private static final int TABLE_CHARS = 255;

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
    private static final int BUCKET_CHARS = 63;

    /** The hash at the end of a logical id of CDK. */
    private static final int HASH_CHARS = 8;

    /** The random end of a name that CloudFormation generates, with the hyphens around the logical id. */
    private static final int GENERATED_CHARS = 15;

    /** The key of an asset: a SHA-256 in hexadecimal digits and {@code .json}. */
    private static final int ASSET_CHARS = 69;

    private final Stack stack;
    private final String backend;
    private final int prefix;

    /**
     * @param id the id of the backend in its scope
     * @param backend the name of the backend
     */
    ExpectedVariables(Construct scope, String id, String backend) {
        this.stack = Stack.of(scope);
        this.backend = backend;
        int name = Token.isUnresolved(stack.getStackName())
                ? STACK_CHARS
                : stack.getStackName().length();
        // A logical id has the ids of the scopes within the stack.
        int scopes =
                scope.getNode().getPath().length() - stack.getNode().getPath().length();
        this.prefix = name + scopes + id.length();
    }

    /** Returns the variables of a task's function. */
    Map<String, String> of(String task) {
        Map<String, String> variables = new HashMap<>();
        variables.put(TaskFunction.TASK, task);
        variables.put(TaskFunction.TABLE, generated(RecordsTable.ID, TABLE_CHARS));
        variables.put(TaskFunction.BUCKET, generated(PayloadBucket.ID, BUCKET_CHARS));
        if (SubRunFunctions.isOwn(task)) {
            variables.put(RunApiFunction.MANIFEST, "s3://" + text(BUCKET_CHARS) + "/" + text(ASSET_CHARS));
            variables.put(
                    RunApiFunction.MACHINES, text(StackRoles.maxChars(stack, WorkflowMachines.prefix(stack, backend))));
        }
        return variables;
    }

    private String generated(String id, int most) {
        return text(Math.min(most, prefix + id.length() + HASH_CHARS + GENERATED_CHARS));
    }

    private static String text(int chars) {
        return "x".repeat(chars);
    }
}
