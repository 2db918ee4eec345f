/** The parts that all HTTP servers share: access control and the writing of responses. */
@NullMarked
package dev.anabranch.stores.internal.http.server;

import org.jspecify.annotations.NullMarked;
