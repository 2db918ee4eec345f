package dev.anabranch.cdk;

import dev.anabranch.runs.RunApiFunction;
import dev.anabranch.runs.internal.process.SubRunResult;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * What the functions before and after a run of another workflow need in addition to other tasks: the first one creates
 * the record of the run, the second one reads how it has ended.
 */
final class SubRunFunctions {

    private static final String START = SubRunStart.class.getName();
    private static final String RESULT = SubRunResult.class.getName();

    private final Construct room;
    private final BackendSettings settings;
    private final StoreResources stores;
    private @Nullable Asset manifest;

    SubRunFunctions(Construct room, BackendSettings settings, StoreResources stores) {
        this.room = room;
        this.settings = settings;
        this.stores = stores;
    }

    /** Returns the additional variables of a task's function; none for other tasks. */
    Map<String, String> environment(String task) {
        return isOwn(task)
                ? Map.of(
                        RunApiFunction.MANIFEST,
                        "s3://" + manifest().getS3BucketName() + "/"
                                + manifest().getS3ObjectKey(),
                        RunApiFunction.MACHINES,
                        WorkflowMachines.prefix(Stack.of(room), settings.name()))
                : Map.of();
    }

    /**
     * Returns the additional permissions of a task's function; none for other tasks.
     *
     * @param workflows the workflows that call it
     */
    List<PolicyStatement> statements(String task, Collection<WorkflowEntry> workflows) {
        List<PolicyStatement> statements = new ArrayList<>();
        if (!isOwn(task)) {
            return statements;
        }
        statements.add(IamPermissions.allow(
                task.equals(START) ? List.of("dynamodb:PutItem") : List.of("dynamodb:UpdateItem"),
                List.of(stores.table().getTableArn())));
        statements.add(IamPermissions.allow(
                List.of("s3:PutObject"), List.of(stores.bucket().arnForObjects(PayloadKeys.RUNS + "*"))));
        statements.add(IamPermissions.allow(
                List.of("s3:GetObject"),
                List.of(manifest().getBucket().arnForObjects(manifest().getS3ObjectKey()))));
        if (task.equals(RESULT)) {
            statements.add(IamPermissions.allow(
                    List.of("states:DescribeExecution"),
                    workflows.stream()
                            .flatMap(workflow -> workflow.graph().nodes().stream())
                            .map(NodeEntry::runs)
                            .filter(Objects::nonNull)
                            .distinct()
                            .map(workflow -> WorkflowMachines.executions(Stack.of(room), settings.name(), workflow))
                            .toList()));
        }
        return statements;
    }

    private static boolean isOwn(String task) {
        return task.equals(START) || task.equals(RESULT);
    }

    /** Returns the asset with the manifest. It has the same content as that of the run API, so it is the same object. */
    private Asset manifest() {
        Asset asset = manifest;
        if (asset == null) {
            asset = RunFunctions.manifest(room, settings.manifest());
            manifest = asset;
        }
        return asset;
    }
}
