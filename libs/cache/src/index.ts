export { PACKAGE_RECORDS, REPOSITORY_LABEL } from './package-rev';
export { createRepositoryCache, type RepositoryCacheOptions } from './repository-cache';
