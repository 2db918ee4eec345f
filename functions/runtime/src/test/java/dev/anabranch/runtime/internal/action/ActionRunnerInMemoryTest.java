package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;

final class ActionRunnerInMemoryTest extends ActionRunnerContract {

    @Override
    protected ActionStore newActionStore() {
        return new MemoryActionStore();
    }

    @Override
    protected PayloadStore newPayloadStore() {
        return new MemoryPayloadStore();
    }
}
