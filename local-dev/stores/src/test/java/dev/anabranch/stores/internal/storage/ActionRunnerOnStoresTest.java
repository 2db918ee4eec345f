package dev.anabranch.stores.internal.storage;

import dev.anabranch.runtime.internal.action.ActionRunnerContract;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;

final class ActionRunnerOnStoresTest extends ActionRunnerContract {

    @Override
    protected ActionStore newActionStore() {
        return RuntimeStores.actions(StoreMeter.NONE, StoreFaults.NONE);
    }

    @Override
    protected PayloadStore newPayloadStore() {
        return RuntimeStores.payloads(StoreMeter.NONE, StoreFaults.NONE);
    }
}
