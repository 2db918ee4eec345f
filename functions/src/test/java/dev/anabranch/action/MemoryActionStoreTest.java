package dev.anabranch.action;

final class MemoryActionStoreTest extends ActionStoreContract {

    @Override
    protected ActionStore newActionStore() {
        return new MemoryActionStore();
    }
}
