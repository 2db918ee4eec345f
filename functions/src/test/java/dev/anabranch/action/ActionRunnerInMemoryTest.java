package dev.anabranch.action;

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
