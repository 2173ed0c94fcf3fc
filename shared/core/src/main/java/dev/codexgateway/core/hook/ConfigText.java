package dev.codexgateway.core.hook;

/**
 * A text of the configuration and where it stands, so that whoever reads it further can say what is
 * wrong with it and where.
 *
 * @param line of its first character, from 1
 * @param path of the member, for example {@code hooks.deploy.filter}
 */
public record ConfigText(String text, int line, String path) {}
