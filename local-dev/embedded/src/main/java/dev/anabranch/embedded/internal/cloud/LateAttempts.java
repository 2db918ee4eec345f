package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.StoreFaults;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Refuses requests to the stores by a {@link FunctionCall} that has ended, and prevents it from starting another
 * action.
 */
record LateAttempts(StoreFaults faults, ActionObserver observer) implements StoreFaults, ActionObserver {

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
    public void failed(String node, List<Long> path, String error, String message, boolean rejected) {
        observer.failed(node, path, error, message, rejected);
    }

    @Override
    public void fansOut(String node, List<Long> path, long count) {
        observer.fansOut(node, path, count);
    }
}
