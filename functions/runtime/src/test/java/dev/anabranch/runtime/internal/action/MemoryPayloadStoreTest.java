package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.PayloadStoreContract;

final class MemoryPayloadStoreTest extends PayloadStoreContract {

    @Override
    protected PayloadStore newPayloadStore() {
        return new MemoryPayloadStore();
    }
}
