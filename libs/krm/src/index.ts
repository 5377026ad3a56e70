export {};
export { YamlNode, type YamlNodeKind, type YamlNodeStyle } from './document/yaml-node';
