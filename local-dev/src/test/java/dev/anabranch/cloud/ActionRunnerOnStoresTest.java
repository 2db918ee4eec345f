package dev.anabranch.cloud;

import dev.anabranch.action.ActionRunnerContract;
import dev.anabranch.action.ActionStore;
import dev.anabranch.action.PayloadStore;

final class ActionRunnerOnStoresTest extends ActionRunnerContract {

    @Override
    protected ActionStore newActionStore() {
        return RuntimeStores.actions(StoreMeter.NONE, Faults.NONE);
    }

    @Override
    protected PayloadStore newPayloadStore() {
        return RuntimeStores.payloads(StoreMeter.NONE, Faults.NONE);
    }
}
