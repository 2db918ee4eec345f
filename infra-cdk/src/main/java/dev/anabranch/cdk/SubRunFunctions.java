package dev.anabranch.cdk;

import dev.anabranch.runs.RunApiFunction;
import dev.anabranch.runs.internal.process.ScopeStop;
import dev.anabranch.runs.internal.process.SubRunResult;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * What the functions before and after a run of another workflow, and the function that ends what is stopped, need in
 * addition to other tasks: the first one creates the record of the run, the second one reads how it has ended. Each of
 * them can end runs whose actions have been stopped, with the runs that those have started.
 */
final class SubRunFunctions {

    private static final String START = SubRunStart.class.getName();
    private static final Set<String> OWN = Set.of(START, SubRunResult.class.getName(), ScopeStop.class.getName());

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
                task.equals(START)
                        ? List.of("dynamodb:PutItem", "dynamodb:UpdateItem")
                        : List.of("dynamodb:UpdateItem"),
                List.of(stores.table().getTableArn())));
        statements.add(IamPermissions.allow(
                List.of("s3:PutObject"), List.of(stores.bucket().arnForObjects(PayloadKeys.RUNS + "*"))));
        statements.add(IamPermissions.allow(
                List.of("s3:GetObject"),
                List.of(manifest().getBucket().arnForObjects(manifest().getS3ObjectKey()))));
        List<String> executions = startedBy(settings.manifest().workflows(), workflows).stream()
                .map(workflow -> WorkflowMachines.executions(Stack.of(room), settings.name(), workflow))
                .toList();
        if (!executions.isEmpty()) {
            statements.add(
                    IamPermissions.allow(List.of("states:DescribeExecution", "states:StopExecution"), executions));
        }
        return statements;
    }

    /** Returns the names of the workflows that some workflows run, and of those that these run. */
    static Set<String> startedBy(Collection<WorkflowEntry> all, Collection<WorkflowEntry> some) {
        Set<String> started = new LinkedHashSet<>();
        Deque<WorkflowEntry> left = new ArrayDeque<>(some);
        while (!left.isEmpty()) {
            left.pop().graph().nodes().stream()
                    .map(NodeEntry::runs)
                    .filter(Objects::nonNull)
                    .filter(started::add)
                    .forEach(name -> all.stream()
                            .filter(workflow -> workflow.name().equals(name))
                            .forEach(left::push));
        }
        return started;
    }

    /** Returns whether a task is one of these functions. */
    static boolean isOwn(String task) {
        return OWN.contains(task);
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
