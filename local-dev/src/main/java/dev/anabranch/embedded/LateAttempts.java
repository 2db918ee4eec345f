package dev.anabranch.embedded;

import dev.anabranch.action.ActionObserver;
import dev.anabranch.cloud.Faults;
import dev.anabranch.wire.ActionStatus;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Refuses what a {@link FunctionCall} that has ended asks of the stores, and keeps it from beginning another action. */
record LateAttempts(Faults faults, ActionObserver observer) implements Faults, ActionObserver {

    @Override
    public void before(Call call) {
        try {
            FunctionCall.checkCurrent();
        } catch (IllegalStateException late) {
            throw SdkClientException.create(late.getMessage(), late);
        }
        faults.before(call);
    }

    @Override
    public void after(Call call) {
        faults.after(call);
    }

    @Override
    public void started(String node, List<Long> path) {
        FunctionCall.checkCurrent();
        observer.started(node, path);
    }

    @Override
    public void finished(String node, List<Long> path, ActionStatus status) {
        observer.finished(node, path, status);
    }

    @Override
    public void spread(String node, List<Long> path, long count) {
        observer.spread(node, path, count);
    }
}
