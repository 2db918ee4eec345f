/** What every HTTP server here shares: who may send requests, and how answers are written. */
@NullMarked
package dev.anabranch.stores.internal.http.server;

import org.jspecify.annotations.NullMarked;
