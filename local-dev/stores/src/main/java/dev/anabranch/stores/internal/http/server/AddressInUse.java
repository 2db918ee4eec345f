package dev.anabranch.stores.internal.http.server;

import java.net.InetSocketAddress;

/** Thrown if another process already listens on the address of the endpoint. */
public final class AddressInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AddressInUse(InetSocketAddress address, Throwable cause) {
        super(
                "The port " + address.getPort() + " of " + address.getAddress().getHostAddress()
                        + " is in use by another process (" + cause.getMessage() + ").",
                cause);
    }
}
