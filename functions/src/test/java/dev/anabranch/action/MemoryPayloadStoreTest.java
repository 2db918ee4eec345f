package dev.anabranch.action;

final class MemoryPayloadStoreTest extends PayloadStoreContract {

    @Override
    protected PayloadStore newPayloadStore() {
        return new MemoryPayloadStore();
    }
}
