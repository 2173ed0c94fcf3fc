/**
 * What must hold under force: the whole gateway as a process of its own, over real sockets, killed,
 * cut off, starved of disk and stopped; then its store is read while nobody runs on it.
 */
package dev.codexgateway.force;
