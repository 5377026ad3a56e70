/** Bodies as client-go v0.34 writes them, beside what its JSON encoder makes of the same objects. */
export const CLIENT_GO_BODIES: readonly { readonly protobuf: string; readonly json: string }[] = [
  {
    protobuf:
      'azhzAAofChZjb29yZGluYXRpb24uazhzLmlvL3YxEgVMZWFzZRI+ChgKBmxlYWRlchIAGgJucyIAKgAyADgAQgASIgoAEA8aDAil69zKBhCI6tzDAiIMCKXr3MoGEIjq3MMCKAAaACIA',
    json: '{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"leader","namespace":"ns"},"spec":{"holderIdentity":"","leaseDurationSeconds":15,"acquireTime":"2026-01-02T03:04:05.678901Z","renewTime":"2026-01-02T03:04:05.678901Z","leaseTransitions":0}}',
  },
  {
    protobuf:
      'azhzAAoNCgJ2MRIHU2VydmljZRJqChUKA2FwaRIAGgJucyIAKgAyADgAQgASTQoSCgASABi7AyIHCAAQ+0EaACgAChkKBW5hbWVkEgAYUCIKCAEQABoEaHR0cCgAEgwKA2FwcBIFcG9yY2gaACIAOgBCAFIAWgBgAGgAGgIKABoAIgA=',
    json: '{"kind":"Service","apiVersion":"v1","metadata":{"name":"api","namespace":"ns"},"spec":{"ports":[{"port":443,"targetPort":8443},{"name":"named","port":80,"targetPort":"http"}],"selector":{"app":"porch"}},"status":{"loadBalancer":{}}}',
  },
  {
    protobuf:
      'azhzAAoLCgJ2MRIFRXZlbnQSbAoTCgFlEgAaAm5zIgAqADIAOABCABIZCglDb25maWdNYXASABoCY20iACoAMgA6ABoGVGVzdGVkIgFtKgUKAWMSADIICKXr3MoGEAA6CAil69zKBhAAQANKBk5vcm1hbFIAYgByAWN6A2MtMRoAIgA=',
    json: '{"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"ns"},"involvedObject":{"kind":"ConfigMap","name":"cm"},"reason":"Tested","message":"m","source":{"component":"c"},"firstTimestamp":"2026-01-02T03:04:05Z","lastTimestamp":"2026-01-02T03:04:05Z","count":3,"type":"Normal","eventTime":null,"reportingComponent":"c","reportingInstance":"c-1"}',
  },
  {
    protobuf:
      'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EuEBChMKAWQSABoCbnMiACoAMgA4AEIAErsBCAASDxINCgFhEgJJbhoBYhoBYxqdAQoQCgASABoAIgAqADIAOABCABKIAQoNCgF2EggyBgoBcxikAxJbCgFjEgFpKgA6EQoBRRIAGgoiCAoDCgFzEgFrQg8KDQoDY3B1EgYKBDUwMG1SHQoREg8KAS8SBggAEFAaABoAIgAQABgAIAAoADAAagByAIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==',
    json: '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d","namespace":"ns"},"spec":{"replicas":0,"selector":{"matchExpressions":[{"key":"a","operator":"In","values":["b","c"]}]},"template":{"metadata":{},"spec":{"volumes":[{"name":"v","secret":{"secretName":"s","defaultMode":420}}],"containers":[{"name":"c","image":"i","env":[{"name":"E","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],"resources":{"limits":{"cpu":"500m"}},"livenessProbe":{"httpGet":{"path":"/","port":80}}}]}},"strategy":{}},"status":{}}',
  },
  {
    protobuf:
      'azhzAAorChxyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvL3YxEgtDbHVzdGVyUm9sZRI5ChEKAXISABoAIgAqADIAOABCABIYCgNnZXQSABoKY29uZmlnbWFwcyIDb25lGgoKCAoGCgFhEgFiGgAiAA==',
    json: '{"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["configmaps"],"resourceNames":["one"]}],"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}}',
  },
  {
    protobuf:
      'azhzAAorChxyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvL3YxEgtSb2xlQmluZGluZxJXChMKAWISABoCbnMiACoAMgA4AEIAEhoKDlNlcnZpY2VBY2NvdW50EgAaAnNhIgJucxokChlyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvEgRSb2xlGgFyGgAiAA==',
    json: '{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b","namespace":"ns"},"subjects":[{"kind":"ServiceAccount","name":"sa","namespace":"ns"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}}',
  },
  {
    protobuf:
      'azhzAAouChdhdXRob3JpemF0aW9uLms4cy5pby92MRITU3ViamVjdEFjY2Vzc1JldmlldxJWChAKABIAGgAiACoAMgA4AEIAEjgKGgoCbnMSA2dldBoAIgAqB3NlY3JldHMyADoAGgF1IgFnIgAqEAoGc2NvcGVzEgYKAWEKAWIyABoICAASABoAIAAaACIA',
    json: '{"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{"resourceAttributes":{"namespace":"ns","verb":"get","resource":"secrets"},"user":"u","groups":["g",""],"extra":{"scopes":["a","b"]}},"status":{"allowed":false}}',
  },
  {
    protobuf:
      'azhzAAoZChBldmVudHMuazhzLmlvL3YxEgVFdmVudBKgAQoTCgFlEgAaAm5zIgAqADIAOABCABIMCKXr3MoGEIjq3MMCGhAIAhIMCKXr3MoGEIjq3MMCIgFjKgNjLTEyBURvaW5nOgZUZXN0ZWRCGQoJQ29uZmlnTWFwEgAaAmNtIgAqADIAOgBKDwoAEgAaAXIiACoAMgA6AFIBbloGTm9ybWFsYgUKAWQSAGoICKXr3MoGEAByCAil69zKBhAAeAMaACIA',
    json: '{"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"name":"e","namespace":"ns"},"eventTime":"2026-01-02T03:04:05.678901Z","series":{"count":2,"lastObservedTime":"2026-01-02T03:04:05.678901Z"},"reportingController":"c","reportingInstance":"c-1","action":"Doing","reason":"Tested","regarding":{"kind":"ConfigMap","name":"cm"},"related":{"name":"r"},"note":"n","type":"Normal","deprecatedSource":{"component":"d"},"deprecatedFirstTimestamp":"2026-01-02T03:04:05Z","deprecatedLastTimestamp":"2026-01-02T03:04:05Z","deprecatedCount":3}',
  },
];
