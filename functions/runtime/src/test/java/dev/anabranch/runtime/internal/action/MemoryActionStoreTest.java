package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.ActionStoreContract;

final class MemoryActionStoreTest extends ActionStoreContract {

    @Override
    protected ActionStore newActionStore() {
        return new MemoryActionStore();
    }
}
